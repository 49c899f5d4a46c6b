using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

public sealed class EventWindowTests
{
    [Fact]
    public async Task Capacity_up_to_the_limit_is_given_at_once()
    {
        var window = new EventWindow(10);
        await window.EnterAsync(4, CancellationToken.None).InTime();
        Assert.True(window.EnterAsync(6, CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(window.EnterAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Batch_larger_than_the_window_fits_into_an_empty_one()
    {
        var window = new EventWindow(10);
        Assert.True(window.EnterAsync(11, CancellationToken.None).IsCompletedSuccessfully);
        var next = window.EnterAsync(1, CancellationToken.None);
        Assert.False(next.IsCompleted);
        window.Leave(11);
        await next.InTime();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        var window = new EventWindow(1);
        await window.EnterAsync(1, CancellationToken.None).InTime();
        using var stop = new CancellationTokenSource();
        var waiting = window.EnterAsync(1, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
    }

    [Fact]
    public async Task Lifted_window_admits_waiting_and_later_callers()
    {
        var window = new EventWindow(1);
        await window.EnterAsync(1, CancellationToken.None).InTime();
        var waiting = window.EnterAsync(1, CancellationToken.None);
        window.Lift();
        await waiting.InTime();
        Assert.True(window.EnterAsync(5, CancellationToken.None).IsCompletedSuccessfully);
    }
}
