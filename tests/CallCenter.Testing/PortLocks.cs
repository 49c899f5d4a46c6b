namespace CallCenter.Testing;

/// <summary>Ports of which each is one holder's, among all processes that use the same folder: a locked file stands for a port, and the
/// kernel unlocks it when the holder ends. Safe for several threads.</summary>
/// <param name="first">Where to begin within the range; counted from its start again beyond its end.</param>
public sealed class PortLocks(string folder, PortRange range, int first) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<FileStream> _held = [];
    private int _next = first;

    /// <summary>A port that no other holder has.</summary>
    /// <exception cref="InvalidOperationException">All ports of the range are held.</exception>
    public int Take()
    {
        lock (_gate)
        {
            Directory.CreateDirectory(folder);
            for (var tries = 0; tries < range.Count; tries++)
            {
                var port = range.First + (int)((uint)_next++ % range.Count);
                if (TryHold(port)) return port;
            }
            throw new InvalidOperationException($"All ports from {range.First} to {range.Last} are held.");
        }
    }

    public void Dispose()
    {
        foreach (var file in _held) file.Dispose();
    }

    private bool TryHold(int port)
    {
        try
        {
            _held.Add(new FileStream(Path.Combine(folder, $"{port}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
