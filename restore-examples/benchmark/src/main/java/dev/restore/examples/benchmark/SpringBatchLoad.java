package dev.restore.examples.benchmark;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.json.JacksonJsonObjectReader;
import org.springframework.batch.infrastructure.item.json.JsonItemReader;
import org.springframework.batch.infrastructure.item.json.builder.JsonItemReaderBuilder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Spring Batch: its JSON reader and JDBC writer, chunks of 1,000 rows, nothing kept of the job, one connection throughout. */
final class SpringBatchLoad implements Work {

    private static final int CHUNK = 1_000;

    private final Job job;

    SpringBatchLoad(Job job) {
        this.job = job;
    }

    @Override
    public void run() throws Exception {
        SingleConnectionDataSource source = new SingleConnectionDataSource(Connections.rewriting(job), true);
        try {
            JobRepository repository = new ResourcelessJobRepository();
            SimpleJobBuilder steps = null;
            for (TableData table : job.tables().tables()) {
                Step step = step(repository, source, table);
                steps = steps == null ? new JobBuilder("load", repository).start(step) : steps.next(step);
            }
            if (steps == null) {
                throw new IllegalStateException("no tables");
            }
            TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
            operator.setJobRepository(repository);
            operator.setJobRegistry(new MapJobRegistry());
            operator.afterPropertiesSet();
            JobExecution execution = operator.start(steps.build(), new JobParameters());
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw new IllegalStateException("it ended as " + execution.getExitStatus());
            }
        } finally {
            source.destroy();
        }
    }

    @SuppressWarnings("rawtypes") // the reader takes a class, and there is none of a map of objects
    private Step step(JobRepository repository, DataSource source, TableData table) {
        JsonItemReader<Map> reader = new JsonItemReaderBuilder<Map>()
                .name(table.name())
                .resource(new FileSystemResource(Format.JSON.file(job.data(), table.name())))
                .jsonObjectReader(new JacksonJsonObjectReader<>(JsonRows.mapper(), Map.class))
                .saveState(false)
                .build();
        JdbcBatchItemWriter<Map> writer = new JdbcBatchItemWriterBuilder<Map>()
                .dataSource(source)
                .sql(JsonRows.insert(table))
                .itemPreparedStatementSetter((row, statement) -> JsonRows.bind(statement, table.columns(), row))
                .assertUpdates(false)
                .build();
        writer.afterPropertiesSet();
        return new StepBuilder(table.name(), repository)
                .<Map, Map>chunk(CHUNK)
                .transactionManager(new DataSourceTransactionManager(source))
                .reader(reader)
                .writer(writer)
                .build();
    }
}
