namespace Anneal.Plotting;

/// <summary>The look of a report.</summary>
static class ReportStyle
{
    /// <summary>Colours first, once for light and once for dark; figures are white cards in both.</summary>
    public const string Css = """

        :root {
          color-scheme: light dark;
          --paper: #fbfbfa; --ink: #1d2024; --quiet: #5c636b; --line: #d9dcdf; --card: #ffffff; --wash: #f1f2f3;
          --link: #00588a; --warn: #a34700; --warn-wash: #fdf1e7; --note: #00588a; --note-wash: #eaf4fa;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #15181b; --ink: #e4e6e8; --quiet: #9ea6ae; --line: #363c42; --card: #1d2125; --wash: #22272b;
            --link: #7cc3ee; --warn: #f0a15e; --warn-wash: #2f2418; --note: #7cc3ee; --note-wash: #182731;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif;
        }
        main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .6rem; letter-spacing: -.015em; }
        h2 { font-size: 1.35rem; line-height: 1.3; margin: 3.2rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
        p, ul { margin: .8rem 0; }
        li { margin: .25rem 0; }
        a { color: var(--link); }
        .lead { font-size: 1.1rem; color: var(--quiet); margin: 0; }
        code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--wash); padding: .1em .3em; border-radius: 3px; overflow-wrap: anywhere; }
        pre { background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; white-space: pre-wrap; line-height: 1.45; }
        pre code { background: none; padding: 0; }
        nav { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.25rem 0; font-size: .9rem; }
        nav ol { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        figure { margin: 1.6rem 0; }
        figure > svg { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); border-radius: 6px; padding: .5rem; }
        figcaption, caption { font-size: .875rem; line-height: 1.5; color: var(--quiet); text-align: left; }
        figcaption { margin-top: .5rem; }
        figcaption b, caption b { color: var(--ink); }
        .table { margin: 1.6rem 0; overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.4; }
        caption { caption-side: top; padding-bottom: .5rem; }
        th, td { padding: .38rem 1.1rem .38rem 0; text-align: left; vertical-align: baseline; }
        td:first-child { white-space: nowrap; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); font-weight: 600; }
        tbody tr + tr td { border-top: 1px solid var(--line); }
        tbody tr:last-child td { border-bottom: 2px solid var(--ink); }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        td.number { white-space: nowrap; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.6rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
        .tiles > div { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; }
        .tiles dt { font-size: .8rem; color: var(--quiet); }
        .tiles dd { margin: .1rem 0 0; font-size: 1.35rem; overflow-wrap: anywhere; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
        .tiles .note { font-size: .8rem; font-weight: 400; line-height: 1.4; color: var(--quiet); }
        .callout { border-left: 4px solid var(--note); background: var(--note-wash); padding: .7rem 1rem; border-radius: 0 6px 6px 0; }
        .callout > b { color: var(--note); }
        .warning { border-color: var(--warn); background: var(--warn-wash); }
        .warning > b { color: var(--warn); }
        details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; margin: 1.2rem 0; }
        summary { cursor: pointer; font-weight: 600; }
        footer { margin-top: 3.5rem; padding-top: .9rem; border-top: 1px solid var(--line); font-size: .85rem; color: var(--quiet); }
        @media (min-width: 76rem) {
          nav { position: fixed; top: 0; left: max(0rem, calc(50% - 38rem)); width: 14rem; padding: 3rem 1rem 1rem 1.25rem; max-height: 100vh; overflow-y: auto; }
          nav ol { flex-direction: column; gap: .45rem; }
        }
        @media print {
          :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --card: #fff; --wash: #f4f4f4; --link: #000; --warn: #8a3c00; --warn-wash: #fff; --note: #003f63; --note-wash: #fff; }
          body { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          nav { display: none; }
          h2, h3 { break-after: avoid; }
          figure, tr, .tiles > div, .callout, pre { break-inside: avoid; }
          details::details-content { content-visibility: visible; block-size: auto; }
          .table { overflow: visible; }
        }

        """;
}
