namespace CallCenter.Core.Log;

/// <summary>The stored form of one source's part of a commit.</summary>
/// <param name="Format">Number of the stored format.</param>
public readonly record struct EncodedSection(int Format, ReadOnlyMemory<byte> Bytes)
{
    public int Length => Bytes.Length;
}
