using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Storage.Embedded;

/// <summary>
/// Check sums of stored rows, since SQLite itself does not see a flipped bit in a value. SHA-256 because it comes with the runtime and the
/// processor; cut to 64 bits, which is plenty against accidents. Used under the store's lock.
/// </summary>
internal sealed class Seals : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The seal of a row of a table: of its text, its numbers and its bytes.</summary>
    public long Of(string table, string text, ReadOnlySpan<long> numbers, ReadOnlySpan<byte> bytes)
    {
        // The lengths tell apart rows whose parts differ only in where they are divided.
        Add(Encoding.UTF8.GetBytes($"{table}:{text.Length}:{text}"));
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var n in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, n);
            Add(number);
        }
        Add(bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    public void Dispose() => _hash.Dispose();

    private void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);
}

/// <summary>Stored bytes differ from the written ones.</summary>
internal sealed class DamagedException(string what) : Exception($"{what} is damaged");
