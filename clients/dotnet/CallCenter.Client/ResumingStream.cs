using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>
/// The messages of successive streams: after a disconnection it resumes with the last token. A null stands for "silent for too long".
/// Read by one loop only.
/// </summary>
internal sealed class ResumingStream<T>(WatchOptions options) where T : class
{
    private readonly BackOff _backOff = new(options.BackOffMin, options.BackOffMax, options.Random ?? new Random());
    private ByteString _resumeToken = ByteString.Empty;
    private bool _isForgotten;
    private TimeSpan? _staleAfter;

    /// <summary>Opens a stream that goes on from a token.</summary>
    public required Func<ByteString, CancellationToken, AsyncServerStreamingCall<T>> Open { get; init; }

    /// <summary>Makes what puts the parts of one stream together: it gives the whole message when no more follow, null before.</summary>
    public required Func<Func<T, T?>> MakeAssembler { get; init; }

    public required Func<T, ByteString> TokenOf { get; init; }

    /// <summary>The server's word on how long silence is no sign; null: none in this message.</summary>
    public required Func<T, TimeSpan?> StaleAfterOf { get; init; }

    /// <summary>Gives up the current stream and begins anew: the messages do not fit together.</summary>
    public void Forget()
    {
        _resumeToken = ByteString.Empty;
        _isForgotten = true;
    }

    public async IAsyncEnumerable<T?> ReadAsync([EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            _isForgotten = false;
            using AsyncServerStreamingCall<T> call = Open(_resumeToken, token);
            CallCenterException? broken = null;
            Func<T, T?> assemble = MakeAssembler();
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
                if (broken is null && assemble(call.ResponseStream.Current) is { } whole)
                {
                    _resumeToken = TokenOf(whole);
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

    /// <summary>Null when there is a message; else the failure.</summary>
    private async Task<CallCenterException?> ReadOneAsync(AsyncServerStreamingCall<T> call, CancellationToken token)
    {
        try
        {
            if (!await call.ResponseStream.MoveNext(token).ConfigureAwait(false))
                return Ended("The server ended the stream.");
            _staleAfter = StaleAfterOf(call.ResponseStream.Current) ?? _staleAfter;
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
