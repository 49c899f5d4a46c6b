using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CallCenter.Testing;

/// <summary>Collects log lines of a level and above.</summary>
public sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lowest level it collects.</summary>
    public LogLevel From { get; init; } = LogLevel.Warning;

    public IReadOnlyList<string> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= From;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue(formatter(state, exception));
    }
}
