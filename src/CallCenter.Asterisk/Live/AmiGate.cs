using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace CallCenter.Asterisk;

/// <summary>The way in: greeting, version and login.</summary>
internal sealed class AmiGate(AmiConnection connection)
{
    public async Task EnterAsync(AsteriskOptions options, CancellationToken cancellation)
    {
        var login = new AmiAction("Login", ("Username", options.Username), ("Secret", options.Secret), ("Events", "on"));
        if (options.Login == AmiLogin.Challenge)
        {
            await connection.SendAsync(new AmiAction("Challenge", ("AuthType", "MD5")), "challenge", cancellation);
            var challenge = await AnswerAsync("challenge", cancellation);
            login = new AmiAction("Login", ("AuthType", "MD5"), ("Username", options.Username),
                ("Key", Key(challenge.Text("Challenge"), options.Secret)), ("Events", "on"));
        }
        await connection.SendAsync(login, "login", cancellation);
        await AnswerAsync("login", cancellation);
    }

    // MD5 is what the protocol asks for; it keeps the secret off the wire, no more.
    private static string Key(string challenge, string secret) =>
        Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(challenge + secret))).ToLower(CultureInfo.InvariantCulture);

    private async Task<AmiMessage> AnswerAsync(string actionId, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var message = (await connection.Arrivals.ReadAsync(cancellation)).Message!;
                if (connection.Version is { } version && AmiVersion.IsTooOld(version))
                    throw new AmiConnectionException($"This Asterisk is too old (AMI {version}): {AmiVersion.TooOld}.");
                if (message.ActionId == actionId)
                    return message.Response == "Success" ? message : throw Refused(message);
                if (message.Response == "Error")
                    throw Refused(message);
            }
        }
        catch (ChannelClosedException exception)
        {
            throw new AmiConnectionException("The connection was closed during the login. Is this an AMI port?", exception);
        }
    }

    private static AmiConnectionException Refused(AmiMessage message) =>
        new($"Asterisk refused the login: {message.Text("Message")}. Check the user in manager.conf.");
}
