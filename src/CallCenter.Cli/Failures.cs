using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Server.Hosting;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.Cli;

/// <summary>Describes a failure and the next step in one line.</summary>
internal static class Failures
{
    public static string Describe(Exception failure, string server) => SafeText.Escape(failure switch
    {
        CallCenterException e => Describe(e, server),
        FailedException e => e.Message,
        StoreUnavailableException or ServerStartException => failure.Message.TrimEnd('.'),
        OperationCanceledException => "stopped before it was done; run it again",
        FileNotFoundException or DirectoryNotFoundException => $"{failure.Message.TrimEnd('.')}; check the path",
        UnauthorizedAccessException => $"{failure.Message.TrimEnd('.')}; check the permissions",
        IOException => $"{failure.Message.TrimEnd('.')}; check the file or device",
        InvalidDataException or InvalidProtocolBufferException => $"{failure.Message.TrimEnd('.')}; check the file",
        _ => $"unexpected {failure.GetType().Name}: {failure.Message.TrimEnd('.')}; please report it",
    });

    /// <summary>Reports the loss of a server and the retries.</summary>
    public static string DescribeLoss(CallCenterException failure, string server)
    {
        string cause = failure.Reason.Length > 0 ? $"{failure.Reason}: {failure.Message}" : RootCause(failure);
        return SafeText.Escape($"connection to {server} lost ({cause.TrimEnd('.')}); trying again");
    }

    public static int ExitCodeOf(Exception failure) =>
        failure is CallCenterException { Reason: "SELECTOR_INVALID" } ? ExitCode.Usage : ExitCode.Failed;

    private static string Describe(CallCenterException failure, string server)
    {
        string what = failure.Message.TrimEnd('.');
        string why = failure.Reason.Length > 0 ? failure.Reason : failure.StatusCode.ToString();
        return (failure.Reason, failure.StatusCode) switch
        {
            ("", StatusCode.Unavailable) =>
                $"no server answers at {server} ({RootCause(failure)}); start one with 'ccg serve', or name another with --server",
            ("", StatusCode.Unimplemented) => $"{server} is a server, but not of CallCenterGrpc ({what}); check --server",
            ("METHOD_UNKNOWN", _) => $"{what}; run the same version of ccg and of the server",
            ("CREDENTIAL_MISSING", _) => "the server asks for a credential; give it with --key-file, CCG_KEY or --cert",
            ("SELECTOR_INVALID", _) => $"{what}; 'ccg kpis' lists what can be asked for",
            ("TOO_MANY_GROUPS", _) => $"{what}; narrow it with --where, or group by less",
            ("SESSION_SUPERSEDED", _) => $"{what}; another program sends as the same source: give this one its own with --source",
            (CallCenterException.CommittedWentBack, _) =>
                "the server has lost events that it had acked, and they are not kept here any more; run the command again",
            (CallCenterException.CommittedAhead, _) => $"{what} (--source)",
            _ when failure.Retryable => $"{what} ({why}); try again",
            _ => $"{what} ({why})",
        };
    }

    /// <summary>gRPC wraps the network's message several times.</summary>
    private static string RootCause(CallCenterException failure)
    {
        Exception? cause = (failure.InnerException as RpcException)?.Status.DebugException;
        while (cause?.InnerException is { } inner)
            cause = inner;
        return (cause?.Message ?? failure.Message).TrimEnd('.');
    }
}
