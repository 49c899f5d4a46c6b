namespace CallCenter.Core.Measures;

/// <summary>What a row lists one by one, each with its beginning: what depends on how long it has lasted cannot be summed up.</summary>
public enum LiveList : byte
{
    /// <summary>Waiting visits, since they joined the queue.</summary>
    Waiting = 0,

    /// <summary>Visits without the response that they ask for, since they joined the queue.</summary>
    Unanswered = 1,

    /// <summary>Conversations, on hold included, since the answer.</summary>
    Conversations = 2,

    /// <summary>Contacts that their source opened and that are not resolved, since the opening.</summary>
    OpenContacts = 3,

    /// <summary>Such contacts without their first response, since the opening or the end of self-service.</summary>
    UnansweredContacts = 4,
}
