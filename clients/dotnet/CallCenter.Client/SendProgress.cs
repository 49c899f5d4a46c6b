namespace CallCenter.Client;

/// <summary>The progress of a sender.</summary>
/// <param name="AckedCount">Events that the server has durably counted, recognised as duplicates, or rejected.</param>
/// <param name="RejectedCount">Acked events that were rejected as invalid or too old.</param>
/// <param name="DuplicateCount">Acked events that were duplicates.</param>
/// <param name="LastSequence">Sequence of the last event given to the sender; 0 before the first event or the first welcome.</param>
public readonly record struct SendProgress(long AckedCount, long RejectedCount, long DuplicateCount, long LastSequence);
