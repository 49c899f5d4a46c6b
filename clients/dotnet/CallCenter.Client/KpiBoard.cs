using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>
/// All values of a selector at one instant. A board is immutable; an update makes a new one, which shares the unchanged rows. Do not change
/// the messages in it.
/// </summary>
public sealed class KpiBoard
{
    private readonly GetSnapshotResponse _message;

    private KpiBoard(GetSnapshotResponse message, bool isStale)
    {
        _message = message;
        IsStale = isStale;
    }

    /// <summary>The instant of all values, by the server's clock.</summary>
    public DateTimeOffset AsOfTime => _message.AsOfTime.ToDateTimeOffset();

    /// <summary>The columns, in the order of the selector.</summary>
    public IReadOnlyList<KpiColumn> Columns => _message.Snapshot.Columns.AsReadOnly();

    /// <summary>The groups, ordered by their labels; one without labels when nothing is grouped by. Each has one value a column.</summary>
    public IReadOnlyList<KpiRow> Rows => _message.Snapshot.Rows.AsReadOnly();

    /// <summary>True start of the window, inclusive; null when the server did not say.</summary>
    public DateTimeOffset? WindowStartTime => _message.Snapshot.WindowStartTime?.ToDateTimeOffset();

    /// <summary>True end of the window, exclusive; null when the server did not say.</summary>
    public DateTimeOffset? WindowEndTime => _message.Snapshot.WindowEndTime?.ToDateTimeOffset();

    /// <summary>How complete the events behind the values are; null when the server did not say.</summary>
    public Completeness? Completeness => _message.Completeness;

    /// <summary>
    /// Whether the server has been silent for too long or the stream is broken: the values are the newest known, but may be old. Show
    /// the age of <see cref="AsOfTime"/> and grey them.
    /// </summary>
    public bool IsStale { get; }

    /// <summary>Makes a board of an answer.</summary>
    /// <param name="message">The answer; not to be changed afterwards.</param>
    /// <returns>The board.</returns>
    public static KpiBoard From(GetSnapshotResponse message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new KpiBoard(Complete(message), isStale: false);
    }

    /// <summary>The row of a group.</summary>
    /// <param name="labels">The group's labels, in the order of the selector's dimensions; none for the total.</param>
    /// <returns>The row, or null when there is none.</returns>
    public KpiRow? Find(params IEnumerable<string> labels) => Rows.FirstOrDefault(row => row.Labels.SequenceEqual(labels));

    /// <summary>The same values as one message.</summary>
    /// <returns>The message; not to be changed.</returns>
    public GetSnapshotResponse ToMessage() => _message;

    internal KpiBoard Stale() => IsStale ? this : new KpiBoard(_message, isStale: true);

    internal static KpiBoard From(Google.Protobuf.WellKnownTypes.Timestamp asOf, Snapshot snapshot, Completeness? completeness) =>
        From(new GetSnapshotResponse { AsOfTime = asOf, Snapshot = snapshot, Completeness = completeness });

    private static GetSnapshotResponse Complete(GetSnapshotResponse message)
    {
        message.AsOfTime ??= new Google.Protobuf.WellKnownTypes.Timestamp();
        message.Snapshot ??= new Snapshot();
        return message;
    }
}
