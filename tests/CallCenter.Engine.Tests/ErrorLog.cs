using CallCenter.Engine.Limits;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Tests;

/// <summary>Collects logged errors, which no test expects.</summary>
internal sealed class ErrorLog : ILoggerFactory, ILogger
{
    private readonly List<string> _errors = []; // Guarded by itself.

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    /// <summary>Lines about limits that were reached.</summary>
    public LogLines Limits { get; } = new();

    public ILogger CreateLogger(string categoryName) => categoryName == typeof(OverLimitLog).FullName ? Limits : this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (_errors) _errors.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
