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
