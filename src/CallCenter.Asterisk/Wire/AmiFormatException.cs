namespace CallCenter.Asterisk;

/// <summary>What the other side sends is not AMI, or is larger than allowed; the connection cannot be used further.</summary>
public sealed class AmiFormatException(string message) : Exception(message);
