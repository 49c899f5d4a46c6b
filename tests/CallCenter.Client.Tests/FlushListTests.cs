namespace CallCenter.Client.Tests;

public sealed class FlushListTests
{
    [Fact]
    public void An_event_that_comes_in_between_is_waited_for_by_those_behind_it_only()
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
