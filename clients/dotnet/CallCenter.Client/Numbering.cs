namespace CallCenter.Client;

/// <summary>The numbering of a sender's events.</summary>
public enum Numbering
{
    /// <summary>The first event follows the server's last one of this source: for live adapters, whose events are all new.</summary>
    ContinueAfterCommitted,

    /// <summary>
    /// The first event is number 1, whatever the server has: for files and other sequences that are resent from their start. Events
    /// that the server already has are acked as duplicates.
    /// </summary>
    FromOne,
}
