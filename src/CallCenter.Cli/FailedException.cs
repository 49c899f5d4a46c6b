namespace CallCenter.Cli;

/// <summary>A command cannot do its work; the message says what happened and what to do next.</summary>
internal sealed class FailedException(string message) : Exception(message);
