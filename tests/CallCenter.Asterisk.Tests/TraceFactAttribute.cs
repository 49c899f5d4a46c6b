namespace CallCenter.Asterisk.Tests;

/// <summary>A test over a recording that is too large for the repository; skipped, with the reason, where it is absent.</summary>
internal sealed class TraceFactAttribute : FactAttribute
{
    public TraceFactAttribute(string trace)
    {
        if (Traces.Find(trace) is null)
            Skip = $"The recording {trace} is not in a folder shared/traces above this one, nor in CALLCENTER_TRACES.";
    }
}
