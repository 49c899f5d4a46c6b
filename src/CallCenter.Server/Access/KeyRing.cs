using CallCenter.Core.Identity;
using CallCenter.Server.Callers;

namespace CallCenter.Server.Access;

/// <summary>The credentials of the keys file, read again when it has changed. Safe for several threads.</summary>
internal sealed class KeyRing : BackgroundService
{
    // Short enough that a revoked key is refused at once to people; a look at the file's time costs next to nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;
    private volatile Content _content;
    private string? _problem;

    public KeyRing(AccessOptions options, TimeProvider time, AuditLog audit)
    {
        (_path, _time, _audit) = (options.KeysFile, time, audit);
        _content = _path is null ? new Content([], []) : Load(_path);
    }

    /// <summary>The caller who has this key; null when there is none, or no more.</summary>
    public Caller? FindByText(string text)
        => AccessKey.IdIn(text) is { } id && _content.ById.TryGetValue(id, out var entry) && entry.Key.IsTextOf(text) ? Good(entry) : null;

    /// <summary>The caller with a certificate of one of these names; null when there is none, or no more.</summary>
    public Caller? FindByCertificate(IReadOnlyCollection<string> names)
        => _content.ById.Values
            .Where(entry => entry.Key.Certificate is { } name && names.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(Good).OfType<Caller>().FirstOrDefault();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_path is null) return;
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Reload(_path);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    // A file that is missing or half written must not lock everybody out: the last one that could be read holds on.
    private void Reload(string path)
    {
        try
        {
            var before = _content;
            if (File.ReadAllBytes(path).AsSpan().SequenceEqual(before.Bytes)) return;
            _content = Load(path);
            _problem = null;
            _audit.KeysChanged(before.ById.Values.Select(entry => entry.Key), _content.ById.Values.Select(entry => entry.Key));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            if (e.Message != _problem) _audit.KeysUnreadable(e.Message);
            _problem = e.Message;
        }
    }

    private Content Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new Content(bytes, KeysFile.Parse(bytes, path).ToDictionary(
            key => key.Id, key => new Entry(key, CallerOf(key)), StringComparer.Ordinal));
    }

    private Caller CallerOf(AccessKey key) => new(new TenantId(key.Tenant), Rights.Of(key.Roles), $"key {key.Id}")
    {
        Name = key.Name,
        IsGoodAt = now => key.IsGoodAt(now) && _content.ById.TryGetValue(key.Id, out var current) && current.Key.IsSameAs(key),
    };

    private Caller? Good(Entry entry) => entry.Key.IsGoodAt(_time.GetUtcNow()) ? entry.Caller : null;

    private sealed record Entry(AccessKey Key, Caller Caller);

    private sealed record Content(byte[] Bytes, Dictionary<string, Entry> ById);
}
