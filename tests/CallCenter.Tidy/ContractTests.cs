namespace CallCenter.Tidy;

public sealed class ContractTests
{
    private const string Approved = "tests/CallCenter.Tidy/Approved/contract.txt";

    [Fact]
    public void Contract_is_the_approved_one()
    {
        var lines = ContractListing.Lines.ToList();
        Assert.NotEmpty(lines);
        if (Approval.IsAsked)
            File.WriteAllText(Repository.Absolute(Approved), string.Join('\n', lines) + '\n');
        var approved = Repository.Read(Approved).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        approved.Except(lines).Select(line => $"- {line}").Concat(lines.Except(approved).Select(line => $"+ {line}"))
            .AssertNone("The contract has changed: '-' breaks those who use it, '+' is new.\n"
                + "If that is meant, run: APPROVE=1 dotnet test tests/CallCenter.Tidy, and commit Approved/contract.txt.");
        Assert.Equal(approved, lines);
    }
}
