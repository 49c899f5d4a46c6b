using CallCenter.Client;

namespace CallCenter.Cli;

/// <summary>The outcome of all events in one line.</summary>
internal static class SendSummary
{
    public static string Of(SendProgress progress) =>
        $"acked {progress.AckedCount}, rejected {progress.RejectedCount}, duplicate {progress.DuplicateCount}";
}
