using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class FollowedLogTests
{
    [Fact]
    public void A_file_has_changed_when_it_has_grown_shrunk_or_been_replaced()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("run.csv", "step,lr,loss\n0,0.1,3\n");
        var log = new FollowedLog(path);

        Assert.True(log.HasChanged());
        Assert.False(log.HasChanged());
        File.AppendAllText(path, "1,0.1,2\n");
        Assert.True(log.HasChanged());
        File.WriteAllText(path, "step,lr,loss\n");
        Assert.True(log.HasChanged());
        File.Delete(path);
        Assert.False(log.HasChanged());
        folder.Add("run.csv", "step,lr,loss\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(log.HasChanged());
        Assert.False(log.HasChanged());
    }

    [Fact]
    public void A_folder_has_changed_when_a_file_in_it_has_and_not_when_a_link_s_target_has()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        var outside = elsewhere.Add("other.csv", "1");
        folder.Add("a/b/run.csv", "step,lr,loss\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.csv"), outside);
        var log = new FollowedLog(folder.Path);

        Assert.True(log.HasChanged());
        File.AppendAllText(outside, "2");
        Assert.False(log.HasChanged());
        File.AppendAllText(Path.Combine(folder.Path, "a/b/run.csv"), "0,0.1,3\n");
        Assert.True(log.HasChanged());
        folder.Add("c/new.csv", "");
        Assert.True(log.HasChanged());
    }

    [Fact]
    public void Changes_come_until_they_are_no_longer_wanted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("run.csv", "a");
        using var stop = new CancellationTokenSource();
        var seen = new List<int>();

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var change in new FollowedLog(path).Changes(TimeSpan.FromMilliseconds(1), stop.Token))
            {
                seen.Add(change);
                if (change == 3) stop.Cancel();
                else File.AppendAllText(path, "b");
            }
        });

        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Throws<InputException>(() => new FollowedLog(Path.Combine(folder.Path, "missing")).HasChanged());
    }
}
