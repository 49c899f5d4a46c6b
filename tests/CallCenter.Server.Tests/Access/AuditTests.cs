using CallCenter.Client;
using CallCenter.Server.Access;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>The audit log of a running program.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Refusals_uses_and_exclusions_are_logged_once_a_minute_without_secrets()
    {
        using var folder = new DataFolder();
        var keys = Path.Combine(folder.Path, "keys.json");
        var (key, text) = AccessKey.Create(new AccessKey { Id = "", Tenant = "acme", Roles = ["ingest:pbx"] });
        KeysFile.Write(keys, [key]);
        using var process = await ServeProcess.StartAsync(["--data", Path.Combine(folder.Path, "data"), "--keys", keys]);
        var forged = $"{text}x";

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("CREDENTIAL_INVALID", (await PublishAsync(process, forged, "pbx"))?.Reason);
            Assert.Equal("ROLE_MISSING", (await PublishAsync(process, text, "chat"))?.Reason);
        }
        Assert.Null(await PublishAsync(process, text, "pbx"));
        await process.TerminateAsync();
        await process.ExitedAsync(Waits.Limit);

        var log = await process.OutputAsync();
        var lines = log.Split('\n').Where(line => line.Contains("CallCenter.Audit")).Select(line => line[(line.IndexOf(']') + 2)..]);
        Assert.Equal(
            [
                $"CallRefused: CREDENTIAL_INVALID, /callcenter.v1.IngestService/Publish, tenant , , from 127.0.0.1.",
                $"CallRefused: ROLE_MISSING, /callcenter.v1.IngestService/Publish, tenant acme, key {key.Id}, from 127.0.0.1.",
                $"CredentialUsed: tenant acme, key {key.Id}, from 127.0.0.1.",
                $"VisitsExcluded: tenant acme, key {key.Id}, source pbx, 1 visits.",
            ],
            lines.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(text[^20..], log);
        Assert.DoesNotContain("was not authenticated", log);
    }

    [Fact]
    public async Task Tickets_are_logged_without_their_text()
    {
        using var folder = new DataFolder();
        var keys = Path.Combine(folder.Path, "keys.json");
        var (key, text) = AccessKey.Create(new AccessKey { Id = "", Tenant = "acme", Roles = ["read"] });
        KeysFile.Write(keys, [key]);
        using var process = await ServeProcess.StartAsync(
            ["--data", Path.Combine(folder.Path, "data"), "--keys", keys, "--web", "http://127.0.0.1:0"]);
        using var http = new HttpClient { BaseAddress = new Uri(process.Web) };

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/stream-tickets");
        request.Headers.Authorization = new("Bearer", text);
        using var issued = await http.SendAsync(request).InTime();
        var ticket = (await WebServer.JsonOf(issued)).GetProperty("ticket").GetString()!;
        foreach (var expected in new[] { System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.Unauthorized })
        {
            using var answer = await http.GetAsync(
                $"/v1/stream?ticket={ticket}", HttpCompletionOption.ResponseHeadersRead).InTime();
            Assert.Equal(expected, answer.StatusCode);
        }
        await process.TerminateAsync();
        await process.ExitedAsync(Waits.Limit);

        var log = await process.OutputAsync();
        Assert.Contains($"TicketIssued: tenant acme, key {key.Id}, from 127.0.0.1.", log);
        Assert.Contains("CallRefused: TICKET_INVALID, /v1/stream, tenant , , from 127.0.0.1.", log);
        Assert.DoesNotContain(ticket, log);
    }

    private static async Task<CallCenterException?> PublishAsync(ServeProcess process, string key, string source)
    {
        using var channel = CallCenterChannel.Open(process.Address, CallCenterCredential.FromKey(key));
        var request = new PublishRequest
        {
            Source = source,
            Events = { Given.Queued("v1"), Given.At(Given.Now, new() { VisitExcluded = new() { VisitId = "v1", Reason = "test" } }) },
        };
        try
        {
            await new IngestService.IngestServiceClient(channel).PublishAsync(request).ResponseAsync.InTime();
            return null;
        }
        catch (RpcException e)
        {
            return CallCenterException.From(e);
        }
    }
}
