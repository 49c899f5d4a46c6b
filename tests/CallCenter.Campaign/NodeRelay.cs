using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>The breakable connection of one source to one node.</summary>
public sealed class NodeRelay(NodeProcess node) : IAsyncDisposable
{
    private readonly FaultProxy _proxy = new(node.Port);

    public string Name => node.Name;
    public string Url => $"http://127.0.0.1:{_proxy.Port}";

    public void Cut(bool reset)
    {
        if (reset) _proxy.Reset();
        else _proxy.Cut();
    }

    /// <summary>Drops the node's answers for a while, then cuts the connection: acks are lost, events are not.</summary>
    public async Task LoseAcksAsync(TimeSpan time)
    {
        _proxy.Set(CallCenter.Testing.Fault.NoAnswers);
        await Task.Delay(time);
        _proxy.Set(CallCenter.Testing.Fault.None);
        _proxy.Cut();
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();
}
