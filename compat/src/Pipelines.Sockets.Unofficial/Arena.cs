using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>How an arena treats its memory; this stand-in only ever uses managed arrays, cleared where they hold references.</summary>
[Flags]
public enum ArenaFlags
{
    /// <summary>Nothing asked for.</summary>
    None = 0,

    /// <summary>Clear at a reset.</summary>
    ClearAtReset = 1,

    /// <summary>Clear at the end.</summary>
    ClearAtDispose = 2,
}

/// <summary>Options of an arena; present for the signature only.</summary>
public sealed class ArenaOptions
{
    /// <summary>All as said there.</summary>
    public ArenaOptions(
        ArenaFlags flags = ArenaFlags.ClearAtReset | ArenaFlags.ClearAtDispose,
        int blockSizeBytes = 0,
        Func<long, long, long>? retentionPolicy = null)
    {
    }
}

/// <summary>Gives an arena its blocks; present for the signature only.</summary>
public abstract class Allocator<T>
{
}

/// <summary>Hands out runs of elements that live until the next <see cref="Reset"/>; not for concurrent use.</summary>
public sealed class Arena<T> : IDisposable
{
    private const int FirstBlock = 128;
    private const int KeepAtMost = 64 * 1024;

    private T[] _block = [];
    private int _used;

    /// <summary>Neither argument changes anything.</summary>
    public Arena(ArenaOptions? options = null, Allocator<T>? allocator = null) { }

    /// <summary>A run of elements; what they hold is for the caller to set.</summary>
    public Sequence<T> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _block.Length - _used) NewBlock(length);
        var run = new Sequence<T>(_block, _used, length);
        _used += length;
        return run;
    }

    /// <summary>Takes all runs back.</summary>
    public void Reset()
    {
        if (_block.Length > KeepAtMost) _block = [];
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_block, 0, _used);
        _used = 0;
    }

    /// <summary>Takes all runs back and lets the memory go.</summary>
    public void Dispose()
    {
        _block = [];
        _used = 0;
    }

    // Runs in the old block keep it alive until they are gone.
    private void NewBlock(int length)
    {
        _block = new T[Math.Max(length, Math.Max(FirstBlock, _block.Length * 2))];
        _used = 0;
    }
}
