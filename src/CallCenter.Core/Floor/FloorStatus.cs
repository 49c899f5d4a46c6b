namespace CallCenter.Core.Floor;

/// <summary>Reads the stored status of a source for those who follow it.</summary>
public static class FloorStatus
{
    public static SourceStatus Read(ReadOnlySpan<byte> value) => FloorCodec.ReadStatus(value);
}
