using System.Globalization;
using System.Security.Cryptography;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Embedded;

/// <summary>
/// A small file beside the data file that remembers which data file had events acknowledged. A data file that was emptied, deleted or
/// exchanged would otherwise start at 0 silently, and adapters would take that for the truth.
/// </summary>
internal sealed class Witness(string path, string dataPath, TimeProvider time)
{
    // The exact position only helps people: written rarely, it costs nothing.
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private long _writtenAt;
    private bool _isWritten;

    public static string NewEpoch() => Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    /// <summary>Refuses a data file that is not the one that had events acknowledged.</summary>
    /// <param name="epoch">Names the data file.</param>
    /// <param name="last">Position of its last log entry.</param>
    public void Check(string epoch, long last)
    {
        if (Read() is not { } expected) return;
        if (expected.Epoch == epoch && (last > 0 || expected.Position == 0)) return;
        throw new StoreUnavailableException(
            $"The data file '{dataPath}' is not the one that was used last: that had {expected.Position} commits acknowledged, the last at "
                + $"{expected.At}, and this has {last}. Restore it from a copy, or delete '{path}' to go on with this one; adapters then "
                + "send again what they still have.");
    }

    /// <summary>Notes that events up to a position are acknowledged.</summary>
    public void Note(string epoch, long position)
    {
        if (_isWritten && time.GetElapsedTime(_writtenAt) < WriteInterval) return;
        Write(epoch, position);
    }

    public void Write(string epoch, long position)
    {
        if (position == 0) return;
        (_isWritten, _writtenAt) = (true, time.GetTimestamp());
        try
        {
            File.WriteAllText(path, string.Create(
                CultureInfo.InvariantCulture, $"{epoch} {position} {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The data file is what counts; this is tried again in a second.
        }
    }

    // One that cannot be read says nothing, which is no reason to refuse a good data file.
    private (string Epoch, long Position, string At)? Read()
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim().Split(' ') is [var epoch, var position, var at]
                && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (epoch, number, at) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
