namespace CallCenter.Cli;

/// <summary>A command has failed; the message names the cause and the next step.</summary>
internal sealed class FailedException(string message) : Exception(message);
