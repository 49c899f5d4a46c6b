namespace CallCenter.Asterisk;

/// <summary>A recording that cannot be replayed.</summary>
public sealed class AmiRecordingException(string message) : Exception(message);
