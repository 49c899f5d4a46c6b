using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using CallCenter.Core.Identity;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Settings;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Definitions;

/// <summary>Puts the definitions of a changed file in force, and of a wrong one none.</summary>
internal sealed class DefinitionsWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ServerOptions _options;
    private readonly CurrentSettings _settings;
    private readonly Readiness _readiness;
    private readonly TimeProvider _time;
    private readonly ILogger<DefinitionsWatch> _log;
    private readonly Lock _lock = new(); // Guards what was read and is in force.
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private DefinitionSet _inForce;
    private byte[]? _read;
    private long _applied;
    private long _refused;

    public DefinitionsWatch(
        ServerOptions options, DefinitionSet first, CurrentSettings settings, Readiness readiness, TimeProvider time,
        IMeterFactory meters, ILogger<DefinitionsWatch> log)
    {
        (_options, _inForce, _settings, _readiness, _time, _log) = (options, first, settings, readiness, time, log);
        var meter = meters.Create(EngineMeter.Name);
        // Observed, so that both are there before the first change.
        meter.CreateObservableCounter(
            "callcenter.definitions.changes", () => new[] { Changes(ref _applied, "applied"), Changes(ref _refused, "refused") },
            "{change}", "Changes of the definitions file by result: applied or refused.");
        meter.CreateObservableGauge(
            "callcenter.definitions.valid", () => readiness.DefinitionsAreRight ? 1 : 0, null,
            "1 when what is in force is what the definitions file says.");
    }

    /// <summary>Reads the file again and puts its definitions in force if it has changed and is right.</summary>
    public void Reload(string path)
    {
        lock (_lock) ReloadLocked(path);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Definitions is not { } path) return;
        using var hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup);
        using var timer = _time.CreateTimer(_ => _wakes.Writer.TryWrite(true), null, Interval, Interval);
        try
        {
            while (await _wakes.Reader.WaitToReadAsync(stoppingToken))
            {
                _wakes.Reader.TryRead(out _);
                Reload(path);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void ReloadLocked(string path)
    {
        var content = ReadBytes(path);
        if (content is null)
        {
            if (_readiness.DefinitionsAreRight) Refuse($"The definitions file '{path}' cannot be read.");
            return;
        }
        if (_read is not null && content.AsSpan().SequenceEqual(_read)) return;
        _read = content;
        var next = DefinitionsFile.Parse(content, path, _options, _time);
        if (next.Errors.Count > 0) Refuse(string.Join(" ", next.Errors));
        else Apply(next, path);
    }

    private void OnHangup(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _wakes.Writer.TryWrite(true);
    }

    private void Apply(DefinitionSet next, string path)
    {
        var before = _inForce;
        _inForce = next;
        var wasRefused = !_readiness.DefinitionsAreRight;
        _readiness.DefinitionsAreRight = true;
        if (next.Options.IsSame(before.Options))
        {
            if (wasRefused) DefinitionsLog.Restored(_log, SafeText.Of(path));
            return;
        }
        _settings.Replace(next.Settings, tenant => next.Options.IsSame(before.Options, tenant));
        Interlocked.Increment(ref _applied);
        DefinitionsLog.Applied(_log, SafeText.Of(path));
    }

    private void Refuse(string problem)
    {
        _readiness.DefinitionsAreRight = false;
        Interlocked.Increment(ref _refused);
        DefinitionsLog.Refused(_log, SafeText.Escape(problem));
    }

    private static Measurement<long> Changes(ref long count, string result)
        => new(Interlocked.Read(ref count), new KeyValuePair<string, object?>("result", result));

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

internal static partial class DefinitionsLog
{
    [LoggerMessage(115, LogLevel.Information,
        "DefinitionsChanged: those of {Path} are in force; what was counted before stays.")]
    public static partial void Applied(ILogger logger, string path);

    [LoggerMessage(116, LogLevel.Information, "DefinitionsRestored: {Path} says again what is in force.")]
    public static partial void Restored(ILogger logger, string path);

    [LoggerMessage(117, LogLevel.Error, "DefinitionsRefused: those from before stay in force. {Problem}")]
    public static partial void Refused(ILogger logger, string problem);
}
