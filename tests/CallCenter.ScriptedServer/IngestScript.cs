using System.Collections.Concurrent;
using CallCenter.V1;

namespace CallCenter.ScriptedServer;

/// <summary>The ingest side: sources with their committed events, and the scripts of the next conversations.</summary>
public sealed class IngestScript
{
    private readonly ConcurrentQueue<Func<IngestTalk, Task>> _next = new();
    private readonly ConcurrentDictionary<string, SourceBook> _sources = new();
    private int _helloCount;

    /// <summary>The limits of every welcome.</summary>
    public IngestLimits Limits { get; set; } = new() { BatchEventCountMax = 100, UnackedEventCountMax = 1000, MessageBytesMax = 1 << 20 };

    /// <summary>The rejection of an event; null: it counts.</summary>
    public Func<Event, ErrorReason?> Refuses { get; set; } = _ => null;

    public int HelloCount => _helloCount;

    public SourceBook Source(string name) => _sources.GetOrAdd(name, _ => new SourceBook());

    /// <summary>Scripts the next conversation that has no script yet.</summary>
    public void Next(Func<IngestTalk, Task> talk) => _next.Enqueue(talk);

    internal Func<IngestTalk, Task> Take()
    {
        Interlocked.Increment(ref _helloCount);
        return _next.TryDequeue(out Func<IngestTalk, Task>? talk) ? talk : Behave;
    }

    private static async Task Behave(IngestTalk talk)
    {
        await talk.WelcomeAsync();
        await talk.ServeAsync();
    }
}
