using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>The slots of one row in one block, not decoded yet.</summary>
/// <param name="Start">Of the block, in seconds.</param>
/// <param name="Width">Of its slots, in seconds.</param>
/// <param name="Bytes">Measures, slots and values, as <see cref="BlockCodec"/> writes them.</param>
public readonly record struct StoredSlots(SourceId Source, int Row, uint Start, uint Width, ReadOnlyMemory<byte> Bytes);
