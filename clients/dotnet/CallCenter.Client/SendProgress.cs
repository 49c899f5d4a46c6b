namespace CallCenter.Client;

/// <summary>How far a sender is.</summary>
/// <param name="AckedCount">Events that the server has durably counted, knew already, or rejected.</param>
/// <param name="RejectedCount">Acked events that were not counted because they are wrong or too old.</param>
/// <param name="DuplicateCount">Acked events that were not counted because the server had them already.</param>
/// <param name="LastSequence">Sequence of the last event given to the sender; 0 before the first event or the first welcome.</param>
public readonly record struct SendProgress(long AckedCount, long RejectedCount, long DuplicateCount, long LastSequence);
