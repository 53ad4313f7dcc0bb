using System.Diagnostics;
using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class AtomicFileTests
{
    [Fact]
    public void Text_replaces_a_file_in_UTF_8_with_line_feeds()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("out.txt", "before");
        AtomicFile.WriteText(path, writer => writer.WriteLine("η"));

        Assert.Equal("η\n"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("out.txt", "before");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.WriteText(path, writer =>
        {
            writer.Write("half");
            writer.Flush();
            throw new InvalidOperationException();
        }));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("real/out.txt", "before");
        var link = Path.Combine(folder.Path, "link.txt");
        File.CreateSymbolicLink(link, path);
        AtomicFile.WriteText(link, writer => writer.Write("after"));

        Assert.Equal("after", File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task A_pipe_is_written_to_and_stays_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        using var folder = new TemporaryFolder();
        var pipe = Path.Combine(folder.Path, "pipe");
        var stop = TestContext.Current.CancellationToken;
        using (var make = Process.Start("mkfifo", [pipe])) await make.WaitForExitAsync(stop);
        var read = Task.Run(() => File.ReadAllText(pipe), stop);

        AtomicFile.WriteText(pipe, writer => writer.Write("through"));

        Assert.Equal("through", await read.WaitAsync(TimeSpan.FromSeconds(30), stop));
        Assert.Equal([pipe], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_open_file_named_by_its_number_is_written_to_and_not_replaced()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Open files have no names here.");
        using var folder = new TemporaryFolder();
        using var open = new FileStream(Path.Combine(folder.Path, "out.txt"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);

        AtomicFile.WriteText($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", writer => writer.Write("through"));

        Assert.Equal("through", new StreamReader(open).ReadToEnd());
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            $"{folder.Path}: this is a folder; give the name of a file.",
            Assert.Throws<InputException>(() => AtomicFile.WriteText(folder.Path, _ => { })).Message);
        var nowhere = Path.Combine(folder.Path, "no", "out.txt");
        Assert.StartsWith($"{nowhere}: the file cannot be written:", Assert.Throws<InputException>(() => AtomicFile.WriteText(nowhere, _ => { })).Message);
    }
}
