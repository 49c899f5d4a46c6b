namespace CallCenter.Asterisk;

/// <summary>One message of a recording.</summary>
/// <param name="Message">The message.</param>
/// <param name="IsFirst">It is the first one of a connection.</param>
internal readonly record struct RecordedMessage(AmiMessage Message, bool IsFirst);
