"""./liane bench: what each gesture costs, beside what PostgreSQL alone would cost, on this machine, today."""
