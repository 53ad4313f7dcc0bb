using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Tensors;

public sealed class WorkerTeamTests
{
    const int Pieces = 2000;

    [Fact]
    public void Every_part_is_done_once_over_many_pieces_of_work()
    {
        using var team = new WorkerTeam(4);
        var counts = new int[37];
        Action<int, int> work = (part, worker) =>
        {
            Assert.InRange(worker, 0, 3);
            Interlocked.Increment(ref counts[part]);
        };
        for (var piece = 0; piece < Pieces; piece++) team.Run(1 + (piece % counts.Length), work);
        for (var part = 0; part < counts.Length; part++)
            Assert.Equal(Enumerable.Range(0, Pieces).Count(piece => piece % counts.Length >= part), counts[part]);
    }

    [Fact]
    public void Sleeping_threads_wake_for_work()
    {
        using var team = new WorkerTeam(2);
        using var both = new Barrier(2);
        Action<int, int> meet = (_, _) => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 5; i++)
        {
            Thread.Sleep(20);
            team.Run(2, meet);
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_team_works_on()
    {
        using var team = new WorkerTeam(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(8, (part, _) =>
        {
            if (part == 5) throw new InvalidOperationException();
        }));
        var sum = 0;
        team.Run(8, (part, _) => Interlocked.Add(ref sum, part));
        Assert.Equal(28, sum);
    }
}
