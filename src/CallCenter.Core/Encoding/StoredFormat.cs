namespace CallCenter.Core.Encoding;

/// <summary>
/// Numbers of the stored formats. 1: positional records; batches and blocks begin with the number. 2: every record begins with it, and
/// every nested or repeated part has a length, so that a reader skips what it does not know.
/// </summary>
public static class StoredFormat
{
    public const int Oldest = 1;
    public const int Newest = 2;

    /// <summary>Reads the number that a record begins with; the reader then stands at the content.</summary>
    /// <param name="record">Kind of the record, for the error.</param>
    public static int Read(ref VarReader r, string record)
    {
        var format = r.Byte();
        return format is >= Oldest and <= Newest ? format : throw StoredFormException.OfFormat(record, format);
    }
}
