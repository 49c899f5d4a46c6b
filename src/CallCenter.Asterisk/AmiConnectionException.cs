namespace CallCenter.Asterisk;

/// <summary>The connection to Asterisk could not be made, was refused or broke. A new one may succeed.</summary>
public sealed class AmiConnectionException(string message, Exception? inner = null) : Exception(message, inner);
