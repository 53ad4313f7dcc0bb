using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>Reading very long logs: time and memory of a process that reads one, and of one that keeps every row.</summary>
static class Imports
{
    /// <summary>The first argument of the process that reads a log, before its path.</summary>
    public const string Child = "--read-log";

    const int EventRows = 2_000_000;
    const long CsvBytes = 1L << 30;

    public static void Ask(Report report)
    {
        report.Section(
            "Import",
            "A process that reads one log and makes a run of it, from its start: seconds, and the most memory it ever held. Files are made "
            + "for this and lie in the file cache. The twin reads the same table line by line with Split and Parse and keeps every row.");
        report.Table("log", "MB", "rows", "s", "MB/s", "peak MiB");
        var folder = Directory.CreateTempSubdirectory("anneal-bench");
        try
        {
            var events = Path.Combine(folder.FullName, "events.out.tfevents.1");
            WriteEvents(events);
            Measure(report, $"TensorBoard, {EventRows:N0} steps, loss and rate in events of their own", events, "anneal");
            var table = Path.Combine(folder.FullName, "log.csv");
            foreach (var bytes in (long[])[CsvBytes / 8, CsvBytes])
            {
                WriteTable(table, bytes);
                Measure(report, "CSV", table, "anneal");
                Measure(report, "CSV, twin", table, "twin");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the child does: reads, and writes the number of rows (for series apart, of values) and the peak of its memory.</summary>
    public static int Read(string how, string path)
    {
        long rows;
        if (how == "twin")
        {
            var (steps, rates, losses) = (new List<int>(), new List<double>(), new List<double>());
            foreach (var line in File.ReadLines(path).Skip(1))
            {
                var cells = line.Split(',');
                steps.Add(int.Parse(cells[0], CultureInfo.InvariantCulture));
                rates.Add(double.Parse(cells[1], CultureInfo.InvariantCulture));
                losses.Add(double.Parse(cells[2], CultureInfo.InvariantCulture));
            }

            rows = losses.Count;
        }
        else
        {
            rows = Runs.Read([path]).Reports[0].RowsRead;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} {self.PeakWorkingSet64}"));
        return 0;
    }

    static void Measure(Report report, string name, string path, string how)
    {
        var bytes = new FileInfo(path).Length / 1e6;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Child, how, path]) start.ArgumentList.Add(argument);
        string[] said = [];
        var time = Timing.Cold(() =>
        {
            using var process = Process.Start(start)!;
            said = process.StandardOutput.ReadToEnd().Split(' ', '\n');
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"Reading {path} ended with {process.ExitCode}.");
        }, how == "twin" ? 1 : 3);
        var seconds = time.Min / 1000;
        report.Row(
            name,
            Report.Number(bytes),
            $"{long.Parse(said[0], CultureInfo.InvariantCulture):N0}",
            Report.Number(seconds),
            Report.Number(bytes / seconds),
            Report.Number(long.Parse(said[1], CultureInfo.InvariantCulture) / 1048576.0));
    }

    static void WriteTable(string path, long bytes)
    {
        using var file = new StreamWriter(path, append: false, Encoding.ASCII, 1 << 16) { NewLine = "\n" };
        file.WriteLine("step,lr,loss");
        file.Flush();
        var schedule = new WarmupCosine(3e-4, 3e-5, 1000, 50_000_000);
        for (var step = 0; file.BaseStream.Position < bytes; step++)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step},{schedule[step]:R},{2.5 + Math.Exp(-step / 1e6):F6}"));
    }

    static void WriteEvents(string path)
    {
        using var file = new BufferedStream(File.Create(path), 1 << 16);
        Frame(file, [0x1A, 13, .. "brain.Event:2"u8]);
        var schedule = new WarmupCosine(3e-4, 3e-5, 1000, EventRows);
        for (var step = 0; step < EventRows; step++)
        {
            Frame(file, Event(step, "train/loss"u8, (float)(2.5 + Math.Exp(-step / 1e5))));
            Frame(file, Event(step, "train/learning_rate"u8, (float)schedule[step]));
        }
    }

    // wall_time, step, summary { value { tag, simple_value } }.
    static byte[] Event(int step, ReadOnlySpan<byte> tag, float value)
    {
        byte[] stepBytes = [0x10, (byte)(step | 0x80), (byte)((step >> 7) | 0x80), (byte)((step >> 14) | 0x80), (byte)(step >> 21)];
        byte[] inner = [0x0A, (byte)tag.Length, .. tag, 0x15, .. BitConverter.GetBytes(value)];
        return [0x09, .. BitConverter.GetBytes(1.7e9 + step), .. stepBytes, 0x2A, (byte)(inner.Length + 2), 0x0A, (byte)inner.Length, .. inner];
    }

    static void Frame(Stream file, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum.Masked(head[..8]));
        file.Write(head);
        file.Write(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head, Checksum.Masked(bytes));
        file.Write(head[..4]);
    }
}
