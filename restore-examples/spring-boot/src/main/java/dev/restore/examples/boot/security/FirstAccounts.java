package dev.restore.examples.boot.security;

/** Makes the first accounts. There is no password that could be known to others. */
final class FirstAccounts {

    private final Accounts accounts;
    private final AccountProperties settings;

    FirstAccounts(Accounts accounts, AccountProperties settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    @SuppressWarnings("SystemOut") // the password goes to whoever has started the program, and not into logs
    void create() {
        String admin = settings.admin();
        if (!accounts.has(admin)) {
            String given = settings.adminPassword();
            if (given != null && !given.isBlank()) {
                accounts.create(admin, given, Role.ADMIN);
            } else {
                String made = Accounts.newPassword();
                if (accounts.create(admin, made, Role.ADMIN)) {
                    System.out.println("%n  First start: log in as %s with the password %s%n".formatted(admin, made));
                }
            }
        }
        String operatorPassword = settings.operatorPassword();
        if (operatorPassword != null && !operatorPassword.isBlank() && !accounts.has(settings.operator())) {
            accounts.create(settings.operator(), operatorPassword, Role.OPERATOR);
        }
    }
}
