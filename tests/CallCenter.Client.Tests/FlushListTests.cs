namespace CallCenter.Client.Tests;

public sealed class FlushListTests
{
    [Fact]
    public void An_inserted_event_delays_only_the_flushes_behind_it()
    {
        var list = new FlushList();
        Task before = list.Add(3);
        Task behind = list.Add(4);

        list.ShiftAfter(3);
        list.CompleteUpTo(4);

        Assert.Equal((true, false), (before.IsCompleted, behind.IsCompleted));
        list.CompleteUpTo(5);
        Assert.True(behind.IsCompleted);
    }
}
