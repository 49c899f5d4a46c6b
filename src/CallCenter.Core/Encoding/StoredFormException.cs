namespace CallCenter.Core.Encoding;

/// <summary>Stored bytes are damaged, or of a format that this version does not read.</summary>
public sealed class StoredFormException(string message) : Exception(message)
{
    /// <param name="record">Kind of the record, such as "batch".</param>
    /// <param name="format">The number that it begins with.</param>
    public static StoredFormException OfFormat(string record, int format) => new(
        format > StoredFormat.Newest
            ? $"a stored {record} was written by format {format}, this server reads up to {StoredFormat.Newest}"
            : $"a stored {record} begins with {format}, which is no format");
}
