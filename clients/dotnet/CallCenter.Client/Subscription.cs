using System.Runtime.CompilerServices;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>
/// The messages of one selector over successive streams: after a disconnection it resumes with the last token. A null stands for "silent
/// for too long". Read by one loop only.
/// </summary>
internal sealed class Subscription(KpiService.KpiServiceClient client, Selector selector, WatchOptions options)
{
    private readonly BackOff _backOff = new(options.BackOffMin, options.BackOffMax, options.Random ?? new Random());
    private ByteString _resumeToken = ByteString.Empty;
    private bool _isForgotten;
    private TimeSpan? _staleAfter;

    /// <summary>Gives up the current stream and asks for a snapshot: the messages do not fit together.</summary>
    public void Forget()
    {
        _resumeToken = ByteString.Empty;
        _isForgotten = true;
    }

    public async IAsyncEnumerable<SubscribeResponse?> ReadAsync([EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            using AsyncServerStreamingCall<SubscribeResponse> call = client.Subscribe(Request(), cancellationToken: token);
            CallCenterException? broken = null;
            var parts = new PartAssembler();
            while (broken is null)
            {
                Task<CallCenterException?> reading = ReadOneAsync(call, token);
                TimeSpan staleTime = options.StaleTimeOf(_staleAfter);
                if (!await EndsWithinAsync(reading, staleTime, token).ConfigureAwait(false))
                {
                    yield return null;
                    if (!await EndsWithinAsync(reading, options.DeadTimeOf(staleTime) - staleTime, token).ConfigureAwait(false))
                        call.Dispose(); // Ends the read as cancelled.
                }
                broken = await reading.ConfigureAwait(false);
                if (broken is null && parts.Add(call.ResponseStream.Current) is { } whole)
                {
                    _resumeToken = whole.ResumeToken;
                    yield return whole;
                }
                if (_isForgotten)
                    broken = Ended("The server's messages do not fit together.");
            }
            yield return null;
            await WaitToRetryAsync(broken, token).ConfigureAwait(false);
        }
    }

    private static CallCenterException Ended(string message) => new(StatusCode.Unavailable, "", message) { Retryable = true };

    private SubscribeRequest Request()
    {
        _isForgotten = false;
        var request = new SubscribeRequest
        {
            Selector = selector,
            ResumeToken = _resumeToken,
            Mode = options.Mode,
            DeadBands = { options.DeadBands },
        };
        if (options.MinInterval is { } interval)
            request.MinInterval = Duration.FromTimeSpan(interval);
        return request;
    }

    /// <summary>Null when there is a message; else the failure.</summary>
    private async Task<CallCenterException?> ReadOneAsync(AsyncServerStreamingCall<SubscribeResponse> call, CancellationToken token)
    {
        try
        {
            if (!await call.ResponseStream.MoveNext(token).ConfigureAwait(false))
                return Ended("The server ended the stream.");
            _staleAfter = call.ResponseStream.Current.Pace?.StaleAfter?.ToTimeSpan() ?? _staleAfter;
            _backOff.Reset();
            return null;
        }
        catch (RpcException e)
        {
            token.ThrowIfCancellationRequested();
            CallCenterException broken = CallCenterException.From(e);
            return broken.Retryable ? broken : throw broken;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return Ended("The stream was silent for too long."); // Some channels throw this instead of RpcException.
        }
    }

    private async Task<bool> EndsWithinAsync(Task reading, TimeSpan limit, CancellationToken token)
    {
        try
        {
            await reading.WaitAsync(limit, options.TimeProvider, token).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task WaitToRetryAsync(CallCenterException broken, CancellationToken token)
    {
        options.OnDisconnected?.Invoke(broken);
        return Task.Delay(_backOff.Next(broken.RetryDelay), options.TimeProvider, token);
    }
}
