delete from orders;
delete from stock;
delete from product;
delete from customer;
insert into customer (id, name, nickname) values (1, 'Ann', 'A'), (2, 'Bea', 'B');
insert into product (id, name) values (1, 'tea'), (2, 'cake');
insert into stock (product_id, amount) values (1, 10), (2, 5);
insert into orders (id, customer_id, state) values (1000, 1, 'open'), (1001, 2, 'sent');
