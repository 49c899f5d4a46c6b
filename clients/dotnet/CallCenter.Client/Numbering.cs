namespace CallCenter.Client;

/// <summary>How a sender numbers its events.</summary>
public enum Numbering
{
    /// <summary>The first event follows the last one the server has of this source: for live adapters, whose events are all new.</summary>
    ContinueAfterCommitted,

    /// <summary>
    /// The first event is number 1, whatever the server has: for files and other sequences that are sent again from their start. What
    /// the server knows already it acks as duplicates.
    /// </summary>
    FromOne,
}
