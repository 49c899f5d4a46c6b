using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

public sealed class UnackedWindowTests
{
    [Fact]
    public async Task Room_up_to_the_limit_is_given_at_once()
    {
        var window = new UnackedWindow(10);
        await window.TakeAsync(4, CancellationToken.None).Soon();
        Assert.True(window.TakeAsync(6, CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(window.TakeAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Batch_larger_than_the_window_fits_when_it_is_empty()
    {
        var window = new UnackedWindow(10);
        Assert.True(window.TakeAsync(11, CancellationToken.None).IsCompletedSuccessfully);
        var next = window.TakeAsync(1, CancellationToken.None);
        Assert.False(next.IsCompleted);
        window.Enter();
        window.Leave(11);
        await next.Soon();
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        var window = new UnackedWindow(1);
        await window.TakeAsync(1, CancellationToken.None).Soon();
        using var stop = new CancellationTokenSource();
        var waiting = window.TakeAsync(1, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task Window_is_drained_when_the_last_commit_has_ended()
    {
        var window = new UnackedWindow(10);
        window.Enter();
        window.Enter();
        var drained = window.DrainedAsync();
        window.Leave(0);
        Assert.False(drained.IsCompleted);
        window.Leave(0);
        await drained.Soon();
    }
}
