using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>ccg forget against a server with keys, and the line that it leaves in the audit log.</summary>
public sealed class ForgetTests : IAsyncLifetime
{
    private const string Phone = "+442079460000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");
    private ServeProcess _server = null!;
    private string _admin = "";
    private string _other = "";

    public async Task InitializeAsync()
    {
        _admin = await KeyAsync("admin");
        _other = await KeyAsync("ingest");
        _server = await ServeProcess.StartAsync(["--data", Path.Combine(_folder.FullName, "data"), "--keys", KeysFile]);
        using var channel = CallCenterChannel.Open(_server.Address, CallCenterCredential.FromKey(_admin));
        await new IngestService.IngestServiceClient(channel).PublishAsync(new PublishRequest
        {
            Source = "web",
            Events =
            {
                Given.At(Given.Now, new() { VisitQueued = new() { VisitId = "v1", Queue = "sales", ContactId = Phone } }),
                Given.Named($"{Phone}/2", Given.Queued("v2")),
                Given.Named($"{Phone}/3", Given.Queued(Phone)),
            },
        }).ResponseAsync.InTime();
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private string KeysFile => Path.Combine(_folder.FullName, "keys.json");

    [Fact]
    public async Task It_tells_what_is_erased_what_stays_and_until_when_and_the_audit_log_does_not_name_the_contact()
    {
        Ended tried = await CcgAsync(_admin, "forget", "--contact", Phone, "--dry-run");
        Ended done = await CcgAsync(_admin, "forget", "--contact", Phone);
        Ended again = await CcgAsync(_admin, "forget", "--contact", Phone);

        const string Stays = "1 live visit with the id in its own: it stays until the visit ends\n";
        Assert.Equal(new Ended(0, $"would erase the id from 1 live visit, 0 finished visits and 2 event ids\n{Stays}", ""), tried);
        Assert.Equal((0, ""), (done.Code, done.Error));
        Assert.StartsWith(
            $"erased the id from 1 live visit, 0 finished visits and 2 event ids\n{Stays}the log has older copies until about 20",
            done.Out);
        Assert.Equal(new Ended(0, $"erased the id from 0 live visits, 0 finished visits and 0 event ids\n{Stays}", ""), again);

        await _server.TerminateAsync();
        await _server.ExitedAsync(Waits.Limit);
        string log = await _server.OutputAsync();
        Assert.DoesNotContain(Phone, log);
        string id = _admin.Split('_')[1];
        Assert.Equal(
            [
                $"ContactForgotten: tenant default, key {id}, from 127.0.0.1, an id of 13 characters, 1 visits, 2 event ids.",
                $"ContactForgotten: tenant default, key {id}, from 127.0.0.1, an id of 13 characters, 0 visits, 0 event ids.",
            ],
            log.Split('\n').Where(line => line.Contains("ContactForgotten")).Select(line => line[line.IndexOf("ContactForgotten")..]));
    }

    [Fact]
    public async Task Without_the_role_it_says_which_one_is_missing()
    {
        Ended ended = await CcgAsync(_other, "forget", "--contact", Phone);

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("admin", ended.Error);
        Assert.Contains("ROLE_MISSING", ended.Error);
    }

    [Fact]
    public async Task An_empty_id_and_a_missing_one_are_refused()
    {
        Assert.Equal(2, (await CcgAsync(_admin, "forget")).Code);
        Ended empty = await CcgAsync(_admin, "forget", "--contact", "");
        Assert.Equal((1, "ccg: contact_id is missing; it is required (EVENT_INVALID)\n"), (empty.Code, empty.Error));
    }

    [Fact]
    public async Task The_help_has_examples() => Assert.Contains(
        "ccg forget --contact +442079460000 --dry-run", (await CommandRun.ToEndAsync(["forget", "--help"])).Out);

    private async Task<string> KeyAsync(string role)
        => (await CommandRun.ToEndAsync(["keys", "create", "--file", KeysFile, "--role", role])).Out.Trim();

    private Task<Ended> CcgAsync(string key, params string[] args)
        => CommandRun.ToEndAsync([.. args, "--server", _server.Address], variables: new() { ["CCG_KEY"] = key });
}
