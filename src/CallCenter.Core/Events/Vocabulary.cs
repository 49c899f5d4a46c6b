namespace CallCenter.Core.Events;

/// <summary>The medium of a contact.</summary>
public enum Channel : byte { Phone = 1, Chat = 2, Email = 3, Ticket = 4, Callback = 5 }

/// <summary>Who started a contact.</summary>
public enum Direction : byte { Inbound = 1, Outbound = 2, Internal = 3 }

/// <summary>How an offer ended that was not answered.</summary>
public enum OfferResult : byte { NoAnswer = 1, Rejected = 2, LostRace = 3, Canceled = 4 }

/// <summary>How a visit ended. The numbers are those of the protocol and of stored floors.</summary>
public enum VisitOutcome : byte
{
    CompletedByCustomer = 1,
    CompletedByAgent = 2,
    TransferredBlind = 3,
    TransferredConsult = 4,
    Abandoned = 10,
    TimedOut = 11,
    KeyExit = 12,
    QueueEmpty = 13,
    Withdrawn = 14,
    Redirected = 15,
    Overflowed = 16,
    Voicemail = 17,
    CallbackRequested = 18,
    Failed = 30,
    Lost = 31,
}

/// <summary>What an agent chose to be.</summary>
public enum Presence : byte { Offline = 1, Available = 2, Break = 3, NotReady = 4 }

/// <summary>State of an agent in one queue.</summary>
public enum MembershipState : byte { Joined = 1, Paused = 2, Left = 3 }

/// <summary>Where an open contact is. The numbers are stored.</summary>
public enum ContactState : byte { Open = 1, SelfService = 2, PendingCustomer = 3, OnHold = 4, Scheduled = 5 }

/// <summary>What an excluded visit leaves: everything, or times to responses, on-time response with them.</summary>
public enum ExclusionScope : byte { All = 0, Responses = 1 }

/// <summary>Who wrote a message.</summary>
public enum MessageAuthor : byte { Customer = 1, Agent = 2, Bot = 3, System = 4 }

/// <summary>Why an agent is in another agent's conversation. The numbers are those of the protocol and of stored floors.</summary>
public enum ConversationRole : byte { Consulted = 1, Conference = 2 }

/// <summary>How an attempt to call a customer back ended.</summary>
public enum CallbackResult : byte { Connected = 1, NoAnswer = 2, Busy = 3, Failed = 4 }
