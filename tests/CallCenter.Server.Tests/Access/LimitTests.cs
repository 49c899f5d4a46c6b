using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>What one caller may ask for at once.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_credential_that_calls_too_often_is_told_when_to_come_back_and_others_are_served()
    {
        // The bucket starts full, with ten seconds' worth.
        await using var server = await GuardedServer.StartAsync(o => o.Limits = o.Limits with { CallsPerSecondMax = 1 });
        var (busy, other) = (await server.ClientAsync("acme", "read"), await server.ClientAsync("acme", "read"));

        var failures = new List<CallCenterException>();
        for (var i = 0; i < 200 && failures.Count == 0; i++)
        {
            try
            {
                await busy.Watcher.ListKpisAsync().InTime();
            }
            catch (CallCenterException e)
            {
                failures.Add(e);
            }
        }
        using var json = await busy.GetAsync("/v1/definitions");

        Failures.AssertIs(
            Assert.Single(failures), StatusCode.ResourceExhausted, "RATE_EXCEEDED", ("limited", "calls per second"));
        Assert.True(failures[0].Retryable);
        Assert.True(failures[0].RetryDelay > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.TooManyRequests, json.StatusCode);
        Assert.NotNull(json.Headers.RetryAfter);
        Assert.NotEmpty(await other.Watcher.ListKpisAsync().InTime());
    }

    [Fact]
    public async Task A_credential_with_too_many_open_streams_gets_no_further_one_until_one_ends()
    {
        await using var server = await GuardedServer.StartAsync(o => o.Limits = o.Limits with { OpenCallsMax = 2 });
        var client = await server.ClientAsync("acme", "read");
        using var first = client.Subscribe(Given.Select("contacts_offered"));
        var second = client.Subscribe(Given.Select("contacts_offered"));
        await first.ReadAsync();
        await second.ReadAsync();

        using (var third = client.Subscribe(Given.Select("contacts_offered")))
            Failures.AssertIs(await third.FailureAsync(), StatusCode.ResourceExhausted, "RATE_EXCEEDED", ("limited", "open calls"));

        second.Dispose();
        await Waits.UntilAsync(async () =>
        {
            using var answer = await client.GetAsync("/v1/definitions");
            return answer.StatusCode == HttpStatusCode.OK;
        }, "the ended stream to make room");
    }

    [Fact]
    public async Task A_compressed_message_that_grows_beyond_the_limit_is_refused_unread()
    {
        await using var server = await LiveServer.StartAsync(o => o.MessageBytesMax = 64 * 1024);
        var bomb = new PublishRequest { Source = "web", Events = { Given.Queued(new string('a', 4 * 1024 * 1024)) } };

        Assert.Equal("REQUEST_TOO_LARGE", await ReasonAsync(server, bomb));
    }

    [Fact]
    public async Task A_compressed_message_within_the_limit_counts()
    {
        await using var server = await LiveServer.StartAsync(o => o.MessageBytesMax = 64 * 1024);

        Assert.Equal("", await ReasonAsync(server, new PublishRequest { Source = "web", Events = { Given.Many(100) } }));
        await server.AssertCountAsync([100], "contacts_offered");
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/kpis:snapshot")]
    public async Task A_body_that_no_message_needs_is_a_problem(string path)
    {
        await using var web = await WebServer.StartAsync(o => o.MessageBytesMax = 64 * 1024);

        using var answer = await web.PostAsync(path, $$"""{"source":"{{new string('a', 512 * 1024)}}"}""");

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        // As it would be if the source had been read.
        Assert.NotEqual("EVENT_INVALID", (await WebServer.JsonOf(answer)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused()
    {
        await using var web = await WebServer.StartAsync(o => o.Limits = o.Limits with { HeaderBytesMax = 4_096 });

        using var answer = await web.GetAsync("/v1/kpis", ("X-Long", new string('a', 8_192)));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    // Framed by hand, so that the message is compressed for certain.
    private static async Task<string> ReasonAsync(LiveServer server, PublishRequest request)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) request.WriteTo(gzip);
        Assert.InRange(packed.Length, 1, 60 * 1024);
        byte[] frame = [1, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness((int)packed.Length)), .. packed.ToArray()];
        using var http = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        content.Headers.Add("grpc-encoding", "gzip");

        using var answer = await http.PostAsync($"{server.Address}/callcenter.v1.IngestService/Publish", content).InTime();

        await answer.Content.ReadAsByteArrayAsync().InTime();
        var details = answer.TrailingHeaders.Concat(answer.Headers).FirstOrDefault(header => header.Key == "grpc-status-details-bin").Value;
        return details is null ? ""
            : Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.Single())).GetDetail<ErrorInfo>().Reason;
    }
}
